"""The password of the demo's accounts. It is printed for everybody, and opens nothing outside of a demo."""

DEMO_PASSWORD = "every date has a reason"  # noqa: S105 - see above
