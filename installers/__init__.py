"""How the programs that users install are made of the source, and tried; not part of the product."""
