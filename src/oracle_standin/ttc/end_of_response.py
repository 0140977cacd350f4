"""END OF RESPONSE (29): behind the last message of an answer, for clients that agreed on it in ACCEPT."""

END_OF_RESPONSE = b"\x1d"
