// Endpoints of this area.
export {}
