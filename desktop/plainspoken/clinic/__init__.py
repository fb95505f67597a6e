"""What a note is: templates, headings and spoken commands. Pure: no Qt, threads, files or clock."""
