"""Tests of the law layer."""
