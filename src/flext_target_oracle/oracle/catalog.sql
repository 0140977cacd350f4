-- The data-dictionary queries by name. Source of the views: Database Reference, Static Data Dictionary Views.

-- name: find_schema
SELECT USERNAME FROM ALL_USERS WHERE USERNAME = :1

-- name: describe_table
SELECT COLUMN_NAME, DATA_TYPE, DATA_LENGTH, CHAR_LENGTH, CHAR_USED, DATA_PRECISION, DATA_SCALE, NULLABLE
FROM ALL_TAB_COLS
WHERE OWNER = :1 AND TABLE_NAME = :2 AND HIDDEN_COLUMN = 'NO'
ORDER BY COLUMN_ID

-- name: find_table
SELECT TEMPORARY FROM ALL_TABLES WHERE OWNER = :1 AND TABLE_NAME = :2
