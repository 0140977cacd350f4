"""The Singer protocol: bytes and messages. Knows nothing of Oracle."""
