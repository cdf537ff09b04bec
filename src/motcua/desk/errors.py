"""What can go wrong at the desk itself."""

from motcua.kernel.errors import Conflict, Invalid, NotFound


class FilterNameMissing(Invalid):
    """A filter is saved under a name."""

    code = "filter_name_missing"
    vi = "Hãy đặt tên cho bộ lọc."
    en = "Give the filter a name."


class TooManyFilters(Conflict):
    """An officer keeps a bounded number of filters."""

    code = "too_many_filters"
    vi = "Chỉ lưu được {most} bộ lọc; hãy xóa bớt một bộ lọc cũ."
    en = "At most {most} filters can be saved; delete an old one first."


class FilterNotFound(NotFound):
    """The officer has no such filter."""

    code = "filter_not_found"
    vi = "Không tìm thấy bộ lọc."
    en = "No such filter was found."
