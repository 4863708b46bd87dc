"""Pages of the reader: documents, one document, one number, acceptance, the draft checker."""
