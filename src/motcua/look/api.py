"""The door of the look room."""

from motcua.look.schema_forms import SchemaForm, form_for

__all__ = ["SchemaForm", "form_for"]
