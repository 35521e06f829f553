// The C interface of one lunar lander above its terrain. Metres, seconds, kilograms, radians; y points up.
#pragma once

#include <cstdint>

#define ALGODISTILL_API extern "C" __attribute__((visibility("default")))

struct Vector {
  float x, y;
};

// What drives one step; mirrored by a C# struct. Zero impulses, forces and torques leave a sleeping lander asleep.
struct Thrust {
  Vector main_impulse, main_point;  // at a point of the world
  Vector side_impulse, side_point;
  Vector force;                     // at the centre of mass, for the whole step
  float torque;
};

// Where one step leads; mirrored by a C# struct.
struct Motion {
  Vector position;         // of the body's origin
  Vector velocity;         // of the centre of mass
  float angle;             // anticlockwise
  float angular_velocity;
  int32_t legs[2];         // whether the first and the second leg touch the ground
  int32_t crashed;         // whether the hull has touched it
  int32_t awake;           // 0 once Box2D has put the lander to sleep
};

class Lander;

// A lander at rest at `start`, above the ground through `count` points from left to right; null when memory runs out.
ALGODISTILL_API Lander* ad_lander_create(float gravity, const Vector* start, const Vector* ground, int32_t count);
ALGODISTILL_API void ad_lander_free(Lander* lander);

// One fiftieth of a second.
ALGODISTILL_API void ad_lander_step(Lander* lander, const Thrust* thrust, Motion* motion);

// Landers that exist.
ALGODISTILL_API int64_t ad_lander_count();
