"""Problems whose fix is safe, and texts with these fixes made: all other bytes stay."""
