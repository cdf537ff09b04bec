"""What the command line refuses."""

from motcua.kernel.errors import Broken, Conflict, Invalid, NotFound, Unavailable


class AlreadyRunning(Conflict):
    """Another ``motcua up`` serves this data folder."""

    code = "already_running"
    vi = "Hệ thống đang chạy trên thư mục {home} (tiến trình {pid})."
    en = "The province in {home} is already running (process {pid})."


class PortTaken(Conflict):
    """Another program listens at the address."""

    code = "port_taken"
    vi = "Cổng {port} trên {host} đang được chương trình khác dùng; hãy đặt MOTCUA_PORT khác."
    en = "Port {port} on {host} is taken by another program; set MOTCUA_PORT to another one."


class AddressUnusable(Invalid):
    """The address is not one of this machine, or may not be listened at."""

    code = "address_unusable"
    vi = "Không thể mở cổng {port} trên {host}: {reason}."
    en = "Cannot listen at port {port} on {host}: {reason}."


class ServerNotStarted(Unavailable):
    """The embedded PostgreSQL does not start."""

    code = "server_not_started"
    vi = "PostgreSQL không khởi động được; xem {log}. {line}"
    en = "PostgreSQL does not start; see {log}. {line}"


class SocketFolderForeign(Invalid):
    """Someone else made the folder that our socket would lie in."""

    code = "socket_folder_foreign"
    vi = "Thư mục {folder} không thuộc về hệ thống này; hãy dùng MOTCUA_HOME ngắn hơn."
    en = "The folder {folder} belongs to someone else; use a shorter MOTCUA_HOME."


class DatabaseUnreachable(Unavailable):
    """No database answers at the address."""

    code = "database_unreachable"
    vi = "Không kết nối được cơ sở dữ liệu: {reason}"
    en = "The database does not answer: {reason}"


class DatabaseBehind(Unavailable):
    """The database lacks a table or column that this code knows."""

    code = "database_behind"
    vi = (
        "Cơ sở dữ liệu chưa theo kịp phiên bản này; hãy chạy motcua seed (hoặc motcua up). {reason}"
    )
    en = "The database is behind this version; run motcua seed (or motcua up). {reason}"


class ChildKeepsDying(Broken):
    """A child process ends again and again."""

    code = "child_keeps_dying"
    vi = "Tiến trình {name} dừng liên tục ({times} lần); xem {log}. {line}"
    en = "The {name} process keeps ending ({times} times); see {log}. {line}"


class PostVacant(NotFound):
    """Nobody holds a post that a task waits for."""

    code = "post_vacant"
    vi = "Chưa có ai giữ vị trí {role} tại {unit}."
    en = "Nobody holds the post of {role} at {unit}."


class FilingFileInvalid(Invalid):
    """A file that should say what is filed does not."""

    code = "filing_file_invalid"
    vi = "Tệp hồ sơ {path} không đúng: {reason}."
    en = "The filing in {path} is not right: {reason}."


class OptionMissing(Invalid):
    """An act needs something that was not said."""

    code = "option_missing"
    vi = "Thao tác {verb} cần thêm {option}."
    en = "The act {verb} needs {option}."


class VerbUnknown(NotFound):
    """No act has this name."""

    code = "verb_unknown"
    vi = "Không có thao tác {verb}. Các thao tác: {known}."
    en = "There is no act {verb}. The acts are: {known}."


class TaskNotOpen(NotFound):
    """A dossier has no open task at a step."""

    code = "task_not_open"
    vi = "Hồ sơ không có việc đang mở ở bước {step}."
    en = "The dossier has no open task at the step {step}."


class ProgramsMissing(Unavailable):
    """No pg_dump and pg_restore here are as new as the server."""

    code = "programs_missing"
    vi = "Cần pg_dump và pg_restore của PostgreSQL {major} trở lên; hãy cài gói postgresql-client."
    en = "This needs pg_dump and pg_restore of PostgreSQL {major} or newer; install its client."


class DumpFailed(Broken):
    """A program of PostgreSQL could not write or read the database."""

    code = "dump_failed"
    vi = "{program} không làm được: {line}"
    en = "{program} failed: {line}"


class ArchiveExists(Conflict):
    """A backup would overwrite a file."""

    code = "archive_exists"
    vi = "Đã có tệp {path}; bản sao lưu không ghi đè tệp nào."
    en = "{path} exists; a backup overwrites nothing."


class ArchiveDamaged(Invalid):
    """An archive is cut off, changed, or was never a backup."""

    code = "archive_damaged"
    vi = "Bản sao lưu {path} không nguyên vẹn: {part}. Chưa có gì được khôi phục."
    en = "The backup {path} is not whole: {part}. Nothing was restored."


class ServerTooOld(Conflict):
    """A dump of a newer server does not fit into an older one."""

    code = "server_too_old"
    vi = "Bản sao lưu là của PostgreSQL {major}; máy chủ này cũ hơn: {here}."
    en = "The backup is of PostgreSQL {major}; this server is older: {here}."


class PlaceTaken(Conflict):
    """A restore would overwrite a database or keys."""

    code = "place_taken"
    vi = "{what} đã có dữ liệu; khôi phục không ghi đè. Hãy dùng MOTCUA_HOME và CSDL trống."
    en = "{what} holds data; a restore overwrites nothing. Use an empty MOTCUA_HOME and database."
