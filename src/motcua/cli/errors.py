"""What the command line refuses."""

from motcua.kernel.errors import Broken, Conflict, Invalid, Unavailable


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


class ChildKeepsDying(Broken):
    """A child process ends again and again."""

    code = "child_keeps_dying"
    vi = "Tiến trình {name} dừng liên tục ({times} lần); xem {log}. {line}"
    en = "The {name} process keeps ending ({times} times); see {log}. {line}"
