"""The pair for more than one machine: the record on PostgreSQL, the candidates on Milvus."""
