"""How the small window looks, as a style sheet."""

from plainspoken.ui.colours import Colours


def hud_style(shades: Colours, accent: str) -> str:
    """The style sheet of the HUD.

    Args:
        shades: of the desktop's palette.
        accent: the line at its top, as "#rrggbb".
    """
    return f"""
        #hud {{ background: {shades.window.name()}; border: 1px solid {shades.line.name()};
                border-top: 3px solid {accent}; }}
        #hud QTextEdit {{ background: transparent; color: {shades.text.name()}; }}
        #hud QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
        #hud QScrollBar::handle {{ background: {shades.faint.name()}; border-radius: 3px; min-height: 24px; }}
        #hud QScrollBar::add-line, #hud QScrollBar::sub-line {{ height: 0; }}
        #hud QScrollBar::add-page, #hud QScrollBar::sub-page {{ background: transparent; }}
        #hud QPushButton {{ background: transparent; color: {shades.text.name()}; padding: 5px 14px;
                border: 1px solid {shades.muted.name()}; border-radius: 5px; }}
        #hud QPushButton:hover {{ background: {shades.line.name()}; }}
    """
