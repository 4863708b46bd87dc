"""Pages of the workbench room."""
