"""Tables read out of foreign files, however their office keeps them."""
