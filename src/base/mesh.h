/* mesh.h - the lines of many rings, simplified together, so that what two share is one. */
#ifndef BASE_MESH_H
#define BASE_MESH_H

#include "base/shape.h"

struct mesh;
struct mesh *mesh_new(void);
void mesh_free(struct mesh *m);
enum { MESH_MOST = 20000000 };		/* points, some 700 MB */
bool mesh_full(const struct mesh *m);
/* A ring of a kind of territory; its number. A ring of one point or two is none: -1. */
int mesh_ring(struct mesh *m, char kind, const struct corner *points, int count);
/* Once all rings are in: ranks of all points. */
void mesh_rank(struct mesh *m);
/* This ring is shown at each zoom: four of its points at least. */
void mesh_keep(struct mesh *m, int ring);
/* Writes a ring, counter-clockwise when it is outer; false when nothing is left of it. */
bool mesh_write(struct mesh *m, int ring, bool outer, struct corner *last, struct out *o);

#endif
