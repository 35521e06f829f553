// Gymnasium's LunarLander-v3 as Box2D sees it: a hull, two sprung legs and the ground. Engines, wind and rewards are the caller's.
#include "lander.h"

#include <box2d/box2d.h>

#include <atomic>
#include <new>

namespace {

constexpr float Scale = 30;  // Gymnasium's drawing units a metre
constexpr float TimeStep = 1.0f / 50;
constexpr int VelocityIterations = 6 * 30, PositionIterations = 2 * 30;
const b2Vec2 Hull[] = {{-14 / Scale, 17 / Scale}, {-17 / Scale, 0},           {-17 / Scale, -10 / Scale},
                           {17 / Scale, -10 / Scale}, {17 / Scale, 0},            {14 / Scale, 17 / Scale}};
constexpr float LegAway = 20 / Scale, LegDown = 18 / Scale, LegHalfWidth = 2 / Scale, LegHalfHeight = 8 / Scale;
constexpr float LegSpringTorque = 40;
constexpr uint16_t GroundBits = 0x0001, HullBits = 0x0010, LegBits = 0x0020;

std::atomic<int64_t> count{0};

b2Vec2 of(Vector v) { return {v.x, v.y}; }
bool is_zero(Vector v) { return v.x == 0 && v.y == 0; }

}  // namespace

class Lander final : b2ContactListener {
 public:
  Lander(float gravity, b2Vec2 start, const Vector* ground, int points) : world({0, gravity}) {
    world.SetContactListener(this);
    b2BodyDef still;
    add_ground(*world.CreateBody(&still), ground, points);
    hull = add_hull(start);
    for (int i = 0; i < 2; i++) legs[i] = add_leg(start, i == 0 ? -1.0f : 1.0f);
    count++;
  }

  ~Lander() override { count--; }
  Lander(const Lander&) = delete;
  Lander& operator=(const Lander&) = delete;

  void step(const Thrust& thrust) {
    if (!is_zero(thrust.force)) hull->ApplyForceToCenter(of(thrust.force), true);
    if (thrust.torque != 0) hull->ApplyTorque(thrust.torque, true);
    if (!is_zero(thrust.main_impulse)) hull->ApplyLinearImpulse(of(thrust.main_impulse), of(thrust.main_point), true);
    if (!is_zero(thrust.side_impulse)) hull->ApplyLinearImpulse(of(thrust.side_impulse), of(thrust.side_point), true);
    world.Step(TimeStep, VelocityIterations, PositionIterations);
  }

  Motion motion() const {
    const b2Vec2 position = hull->GetPosition(), velocity = hull->GetLinearVelocity();
    return {{position.x, position.y}, {velocity.x, velocity.y}, hull->GetAngle(), hull->GetAngularVelocity(),
            {touches[0], touches[1]}, crashed, hull->IsAwake()};
  }

 private:
  static void add_ground(b2Body& body, const Vector* ground, int points) {
    b2EdgeShape edge;
    edge.SetTwoSided({0, 0}, {ground[points - 1].x, 0});
    body.CreateFixture(&edge, 0);
    for (int i = 0; i + 1 < points; i++) {
      edge.SetTwoSided(of(ground[i]), of(ground[i + 1]));
      b2FixtureDef fixture;
      fixture.shape = &edge;
      fixture.friction = 0.1f;
      body.CreateFixture(&fixture);
    }
  }

  b2Body* add_hull(b2Vec2 start) {
    b2PolygonShape shape;
    shape.Set(Hull, sizeof(Hull) / sizeof(Hull[0]));
    return add_body(start, 0, shape, 5, 0.1f, HullBits);
  }

  // The first leg has side −1 and stands on the right, as in Gymnasium.
  b2Body* add_leg(b2Vec2 start, float side) {
    b2PolygonShape shape;
    shape.SetAsBox(LegHalfWidth, LegHalfHeight);
    b2Body* leg = add_body({start.x - side * LegAway, start.y}, side * 0.05f, shape, 1, 0.2f, LegBits);

    b2RevoluteJointDef joint;
    joint.bodyA = hull;
    joint.bodyB = leg;
    joint.localAnchorB = {side * LegAway, LegDown};
    joint.enableMotor = true;
    joint.enableLimit = true;
    joint.maxMotorTorque = LegSpringTorque;
    joint.motorSpeed = 0.3f * side;
    joint.lowerAngle = side < 0 ? 0.4f : -0.9f;
    joint.upperAngle = side < 0 ? 0.9f : -0.4f;
    world.CreateJoint(&joint);
    return leg;
  }

  b2Body* add_body(b2Vec2 position, float angle, const b2Shape& shape, float density, float friction, uint16_t bits) {
    b2BodyDef body;
    body.type = b2_dynamicBody;
    body.position = position;
    body.angle = angle;
    b2FixtureDef fixture;
    fixture.shape = &shape;
    fixture.density = density;
    fixture.friction = friction;
    fixture.filter.categoryBits = bits;
    fixture.filter.maskBits = GroundBits;
    b2Body* made = world.CreateBody(&body);
    made->CreateFixture(&fixture);
    return made;
  }

  // A leg on two edges that leaves one of them counts as off the ground, as in Gymnasium.
  void BeginContact(b2Contact* contact) override {
    if (involves(contact, hull)) crashed = true;
    for (int i = 0; i < 2; i++)
      if (involves(contact, legs[i])) touches[i] = true;
  }

  void EndContact(b2Contact* contact) override {
    for (int i = 0; i < 2; i++)
      if (involves(contact, legs[i])) touches[i] = false;
  }

  static bool involves(b2Contact* contact, const b2Body* body) {
    return contact->GetFixtureA()->GetBody() == body || contact->GetFixtureB()->GetBody() == body;
  }

  b2World world;
  b2Body* hull = nullptr;
  b2Body* legs[2] = {};
  bool touches[2] = {};
  bool crashed = false;
};

Lander* ad_lander_create(float gravity, const Vector* start, const Vector* ground, int32_t points) {
  try {
    return new Lander(gravity, of(*start), ground, points);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void ad_lander_free(Lander* lander) { delete lander; }

void ad_lander_step(Lander* lander, const Thrust* thrust, Motion* motion) {
  lander->step(*thrust);
  *motion = lander->motion();
}

int64_t ad_lander_count() { return count; }
