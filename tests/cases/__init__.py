"""Tests of the cases layer."""
