"""append_only: every record becomes a row. No key is enforced, so a record that comes twice stands there twice."""

from flext_target_oracle.batch.batch import Batch
from flext_target_oracle.load import statements
from flext_target_oracle.oracle.query import Transaction


def append(transaction: Transaction, batch: Batch) -> None:
    """Insert the rows of a batch by array DML, in the caller's transaction.

    Raises:
        RecordError: Oracle refused a row, named by its position in the batch.
        DatabaseError: Oracle refused for another reason.
    """
    transaction.insert_columns(
        statements.insert(batch.table),
        batch.columns,
        types=[column.type for column in batch.table.columns],
        doing=f"stream {batch.stream!r}, inserting into {batch.table.title}",
    )
