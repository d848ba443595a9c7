"""Tests of the ledger of Section F."""
