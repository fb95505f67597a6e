"""What she sees: tray, HUD, clipboard, notifications. The only package with Qt in it."""
