"""What cases do when people or the taxonomy announce something: they write it into the audit log."""
