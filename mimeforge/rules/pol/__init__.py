"""POL: sending-authorization policies as documents, in the requests that put them."""
