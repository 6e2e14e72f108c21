"""Structure: what makes guides from pictures, and the models that follow them."""
