#include "watch.h"

#include <c10/util/Exception.h>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace algodistill {

namespace {

constexpr std::chrono::milliseconds period{500};
constexpr const char* end_key = "end";
constexpr const char* suspicion_key = "suspicion";

std::string seconds(std::chrono::milliseconds time) { return std::to_string((time.count() + 999) / 1000) + " s"; }

} // namespace

Watch::Watch(Store store, int rank, int size, std::chrono::milliseconds patience, bool fatal)
    : store_(std::move(store)), rank_(rank), size_(size), patience_(patience), fatal_(fatal), answered_(Clock::now()),
      beats_(size), still_(size) {
  thread_ = std::thread([this] { run(); });
}

Watch::~Watch() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    leaving_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Watch::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!leaving_) {
    lock.unlock();
    try {
      beat();
    } catch (const std::exception&) {
      conclude("rank 0, which serves the rendezvous, has died");
    }
    lock.lock();
    const bool lost = !end_.empty() && !told_ && Clock::now() - ended_at_ > patience_;
    if (fatal_ && lost) {
      std::fprintf(stderr, "algodistill: %s\n", end_.c_str());
      ::_exit(1);
    }
    changed_.wait_for(lock, period, [this] { return leaving_; });
  }
}

void Watch::beat() {
  store_->add(key("beat", rank_), 1);
  if (suspicious_) store_->add(suspicion_key, 1);
  if (rank_ == 0) inspect();
  if (!heard_ && store_->check({end_key})) {
    const auto reason = store_->get(end_key);
    conclude({reason.begin(), reason.end()});
    store_->add(key("left", rank_), 1);
    heard_ = true;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  answered_ = Clock::now();
}

// Stillness is counted in beats of rank 0, not in seconds, so that a job which was stopped as a whole may go on. A failed transfer is a
// reason to wait less long for a sign of life.
void Watch::inspect() {
  const auto patience = store_->add(suspicion_key, 0) > 0 ? std::max(patience_ / 4, 4 * period) : patience_;
  for (int rank = 1; rank < size_; ++rank) {
    const auto beats = count("beat", rank);
    still_[rank] = beats == beats_[rank] ? still_[rank] + 1 : 0;
    beats_[rank] = beats;
    if (still_[rank] * period <= patience || dead_ > 0 || count("left", rank) > 0) continue;
    publish("rank " + std::to_string(rank) + " has died");
    ++dead_;
  }
}

void Watch::conclude(const std::string& reason) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!end_.empty()) return;
  end_ = reason;
  ended_at_ = Clock::now();
  changed_.notify_all();
}

// The first reason stands.
void Watch::publish(const std::string& reason) { store_->compareSet(end_key, Bytes{}, bytes(reason)); }

void Watch::check() {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto now = Clock::now();
  if (rank_ == 0 || now - answered_ <= patience_) doubted_ = now;
  if (end_.empty() && now - doubted_ > 2 * period)
    end_ = "rank 0, which serves the rendezvous, has not answered for " + seconds(patience_);
  if (end_.empty()) return;
  told_ = true;
  TORCH_CHECK(false, end_);
}

void Watch::explain() {
  suspicious_ = true;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, patience_ + 2 * period, [this] { return !end_.empty(); });
  }
  check();
}

void Watch::fail(const std::string& reason) {
  if (ended()) return;
  try {
    publish("rank " + std::to_string(rank_) + " failed: " + reason);
  } catch (const std::exception&) {
    // rank 0 is gone already, so there is nobody to tell
  }
}

bool Watch::ended() {
  std::lock_guard<std::mutex> lock(mutex_);
  return !end_.empty();
}

void Watch::leave() {
  if (rank_ != 0 && ended()) return;
  try {
    store_->add(key("left", rank_), 1);
    const auto latest = Clock::now() + std::min<std::chrono::milliseconds>(patience_, std::chrono::seconds(5));
    while (rank_ == 0 && Clock::now() < latest) {
      int present = 0;
      for (int rank = 1; rank < size_; ++rank) present += count("left", rank) == 0;
      if (present <= dead_) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  } catch (const std::exception&) {
    // the store is gone, and with it the group
  }
}

} // namespace algodistill
