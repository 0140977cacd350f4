"""`python -m flext_target_oracle` is the command `flext-target-oracle`."""

from flext_target_oracle.cli import run

run()
