"""Acts on appeals: one function an act."""

from tongban.hall.appeals.rules import events as _declared  # noqa: F401 - declared before anything is emitted
from tongban.hall.appeals.services.alerting import WATCHERS, alert_of, handle_alert
from tongban.hall.appeals.services.closing import archive, call_back, reopen, withdraw
from tongban.hall.appeals.services.dispatching import (
    Orders,
    arbitrate,
    dispatch,
    give_back,
    join,
    rebase,
    refuse,
)
from tongban.hall.appeals.services.handling import answer, ask_assist, assist, extend, message, note, take
from tongban.hall.appeals.services.importing import (
    COLUMNS,
    IMPORTERS,
    Report,
    check_importer,
    check_rows,
    import_rows,
    read_file,
)
from tongban.hall.appeals.services.intake import Intake, attach, enterprise_of, register
from tongban.hall.appeals.services.learning import learn, learn_if_due
from tongban.hall.appeals.services.phones import reveal_phone
from tongban.hall.appeals.services.telling import tell_of

__all__ = [
    "COLUMNS",
    "IMPORTERS",
    "WATCHERS",
    "Intake",
    "Orders",
    "Report",
    "alert_of",
    "answer",
    "arbitrate",
    "archive",
    "ask_assist",
    "assist",
    "attach",
    "call_back",
    "check_importer",
    "check_rows",
    "dispatch",
    "enterprise_of",
    "extend",
    "give_back",
    "handle_alert",
    "import_rows",
    "join",
    "learn",
    "learn_if_due",
    "message",
    "note",
    "read_file",
    "rebase",
    "refuse",
    "register",
    "reopen",
    "reveal_phone",
    "take",
    "tell_of",
    "withdraw",
]
