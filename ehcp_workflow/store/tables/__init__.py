"""The tables. Events are the truth and only ever added to; clocks and the cached columns of a case can be remade."""

from ehcp_workflow.store.tables.accounts import (
    AccountRow,
    CaseAccessRow,
    CaseDeskRow,
    CaseWallRow,
    InvitationRow,
    SessionRow,
    SignInAttemptRow,
    TeamMemberRow,
    TeamRow,
)
from ehcp_workflow.store.tables.cases import CaseRow, ClockRow, EventRow
from ehcp_workflow.store.tables.checks import CaseFailureRow, CheckRunRow
from ehcp_workflow.store.tables.family import CalendarEntryRow, CalendarFeedRow, FamilyLinkRow, FamilyVisitRow
from ehcp_workflow.store.tables.forms import SentFormRow
from ehcp_workflow.store.tables.messages import (
    NOTICE_STATES,
    OUTBOX_STATES,
    AttemptRow,
    NoticeRow,
    OutboxRow,
    ProviderRow,
    ReceiptRow,
    SilenceRow,
    TaskRow,
)
from ehcp_workflow.store.tables.people import (
    CasePersonRow,
    ConsentRow,
    ContactPointRow,
    PersonHistoryRow,
    PersonRow,
    SuppressionRow,
)
from ehcp_workflow.store.tables.provision import CheckInRow, DeliveryRow, ProvisionLineRow, TermCalendarRow
from ehcp_workflow.store.tables.support import EvidenceRow, NeedRow, SupportTargetRow
from ehcp_workflow.store.tables.table import Table
from ehcp_workflow.store.tables.timings import TimingRow
from ehcp_workflow.store.tables.tokens import ApiAnswerRow, ApiTokenRow
from ehcp_workflow.store.tables.uploads import UploadRow
from ehcp_workflow.store.tables.views import SavedViewRow

__all__ = [
    "NOTICE_STATES",
    "OUTBOX_STATES",
    "AccountRow",
    "ApiAnswerRow",
    "ApiTokenRow",
    "AttemptRow",
    "CalendarEntryRow",
    "CalendarFeedRow",
    "CaseAccessRow",
    "CaseDeskRow",
    "CaseFailureRow",
    "CasePersonRow",
    "CaseRow",
    "CaseWallRow",
    "CheckInRow",
    "CheckRunRow",
    "ClockRow",
    "ConsentRow",
    "ContactPointRow",
    "DeliveryRow",
    "EventRow",
    "EvidenceRow",
    "FamilyLinkRow",
    "FamilyVisitRow",
    "InvitationRow",
    "NeedRow",
    "NoticeRow",
    "OutboxRow",
    "PersonHistoryRow",
    "PersonRow",
    "ProviderRow",
    "ProvisionLineRow",
    "ReceiptRow",
    "SavedViewRow",
    "SentFormRow",
    "SessionRow",
    "SignInAttemptRow",
    "SilenceRow",
    "SupportTargetRow",
    "SuppressionRow",
    "Table",
    "TaskRow",
    "TeamMemberRow",
    "TeamRow",
    "TermCalendarRow",
    "TimingRow",
    "UploadRow",
]
