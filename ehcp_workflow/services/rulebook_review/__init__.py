"""The rules laid before a lawyer: in sentences, with a worked example, to be signed, compared and tried out."""
