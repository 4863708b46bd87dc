"""What a town or firm is asked, and what is known of it already: asked once, and not again what the books hold."""
