#!/usr/bin/env python3
"""Dark Room in the manner of Gymnasium: an environment with reset() and step(action) whose observations are NumPy arrays, played by
uniformly random actions or by tabular Q-learning, everything recorded into NumPy arrays. Driven line by line: a request
{"algorithm": "uniform-random" | "q-learning", "steps": n} is answered by {"seconds": s}."""
import json
import math
import sys
import time

import numpy as np

SIZE, HORIZON, ACTIONS = 9, 20, 5
MOVES = np.array([[-1, 0], [1, 0], [0, -1], [0, 1], [0, 0]])


class DarkRoom:
    """reset() -> (observation, info); step(action) -> (observation, reward, terminated, truncated, info)."""

    def __init__(self, goal):
        self.goal = np.array(goal)

    def reset(self):
        self.position = np.array([SIZE // 2, SIZE // 2])
        self.steps = 0
        return self.position.copy(), {}

    def step(self, action):
        self.position = np.clip(self.position + MOVES[action], 0, SIZE - 1)
        self.steps += 1
        reward = 1.0 if np.array_equal(self.position, self.goal) else 0.0
        return self.position.copy(), reward, False, self.steps == HORIZON, {}


class UniformRandom:
    def __init__(self, rng):
        self.rng = rng

    def act(self, observation):
        return int(self.rng.integers(ACTIONS)), -math.log(ACTIONS)

    def learn(self, observation, action, reward, following):
        pass


class QLearning:
    """Learning rate 0.5, discount 0.9, epsilon from 1 to 0.05 over 8000 steps: the defaults of q-learning."""

    def __init__(self, rng):
        self.rng = rng
        self.q = np.zeros((SIZE, SIZE, ACTIONS))
        self.updates = 0

    def act(self, observation):
        epsilon = max(0.05, 1 - 0.95 * self.updates / 8000)
        values = self.q[observation[0], observation[1]]
        best = np.flatnonzero(values == values.max())
        action = int(self.rng.integers(ACTIONS)) if self.rng.random() < epsilon else int(self.rng.choice(best))
        return action, math.log(epsilon / ACTIONS + ((1 - epsilon) / len(best) if action in best else 0))

    def learn(self, observation, action, reward, following):
        target = reward + 0.9 * self.q[following[0], following[1]].max()
        self.q[observation[0], observation[1], action] += 0.5 * (target - self.q[observation[0], observation[1], action])
        self.updates += 1


def generate(algorithm, steps):
    rng = np.random.default_rng(0)
    environment, learner = DarkRoom(rng.integers(SIZE, size=2)), {"uniform-random": UniformRandom, "q-learning": QLearning}[algorithm](rng)
    observations, actions = np.empty((steps, 2), np.float32), np.empty(steps, np.int32)
    rewards, log_probabilities, ends = np.empty(steps, np.float32), np.empty(steps, np.float32), np.empty(steps, np.uint8)
    observation, _ = environment.reset()
    for step in range(steps):
        action, log_probability = learner.act(observation)
        following, reward, terminated, truncated, _ = environment.step(action)
        observations[step], actions[step], rewards[step], log_probabilities[step] = observation, action, reward, log_probability
        ends[step] = 1 if terminated else 2 if truncated else 0
        learner.learn(observation, action, reward, following)
        observation = environment.reset()[0] if terminated or truncated else following
    return observations, actions, rewards, log_probabilities, ends


def main():
    for line in sys.stdin:
        request = json.loads(line)
        start = time.perf_counter()
        generate(request["algorithm"], request["steps"])
        print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
