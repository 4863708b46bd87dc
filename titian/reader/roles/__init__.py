"""The role of a number: done, planned or a comparison (`status`), and the period it belongs to (`periods`)."""
