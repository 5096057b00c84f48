"""What a browser calls itself, in words that its owner knows it by."""

from django.utils.translation import gettext as _

#: What stands in the long name, most telling first: nearly all of them claim to be the older ones too.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "Chrome/": "Chrome",
    "CriOS": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_in_words(named: str) -> str:
    """Such as “Firefox on Windows”."""
    browser = next((said for sign, said in _BROWSERS.items() if sign in named), "")
    system = next((said for sign, said in _SYSTEMS.items() if sign in named), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that we do not know")
