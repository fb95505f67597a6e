"""What she can choose: one description of each setting, from which it is read, checked, documented and shown. Pure."""

from plainspoken.settings.known import BY_NAME, SETTINGS
from plainspoken.settings.policy import NO_POLICY, Policy, read_policy
from plainspoken.settings.reader import NotWritten, PolicyMistake, SettingsMistake, SettingsReader
from plainspoken.settings.setting import Group, Setting, Value
from plainspoken.settings.values import Values, Way

__all__ = [
    "BY_NAME",
    "NO_POLICY",
    "SETTINGS",
    "Group",
    "NotWritten",
    "Policy",
    "PolicyMistake",
    "Setting",
    "SettingsMistake",
    "SettingsReader",
    "Value",
    "Values",
    "Way",
    "read_policy",
]
