"""What can go wrong in a queue."""

from motcua.kernel.errors import Conflict, Invalid, NotFound


class TicketUnknown(NotFound):
    """There is no such ticket."""

    code = "ticket_unknown"
    vi = "Không có phiếu này."
    en = "There is no such ticket."


class CounterUnknown(NotFound):
    """There is no such counter."""

    code = "counter_unknown"
    vi = "Không có quầy này."
    en = "There is no such counter."


class ServiceNotOffered(Invalid):
    """The desk does not offer the service."""

    code = "service_not_offered"
    vi = "Bộ phận Một cửa này không có dịch vụ đã chọn."
    en = "This desk does not offer that service."


class NobodyWaits(Conflict):
    """Nobody waits for the counter."""

    code = "nobody_waits"
    vi = "Không còn ai đang chờ."
    en = "Nobody is waiting."


class CounterBusy(Conflict):
    """The counter has somebody before it."""

    code = "counter_busy"
    vi = "Quầy đang có phiếu {ticket}. Kết thúc phiếu đó trước."
    en = "The counter still has ticket {ticket}. Finish that one first."


class TicketMoved(Conflict):
    """The ticket is not in the state that the act needs."""

    code = "ticket_moved"
    vi = "Phiếu đã chuyển trạng thái. Tải lại trang."
    en = "The ticket has moved on. Load the page again."


class SlotClosed(Invalid):
    """The slot is over, is no half hour, or lies outside working time."""

    code = "slot_closed"
    vi = "Không nhận hẹn vào giờ này."
    en = "No appointments are taken at that time."


class SlotFull(Conflict):
    """Every place of the slot is taken."""

    code = "slot_full"
    vi = "Khung giờ này đã hết chỗ. Chọn khung giờ khác."
    en = "That time is fully booked. Choose another."


class BookingOver(Conflict):
    """The appointment was cancelled, used, or belongs to another day."""

    code = "booking_over"
    vi = "Lịch hẹn này không còn dùng được hôm nay."
    en = "This appointment cannot be used today."


class FiguresPeriodInvalid(Invalid):
    """The period of the figures is empty or too long."""

    code = "figures_period_invalid"
    vi = "Chọn khoảng thời gian từ 1 đến {days} ngày."
    en = "Choose a period of 1 to {days} days."
