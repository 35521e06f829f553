// Which ranks of a group are alive: beats, farewells and the reason of the end, kept in the store of the rendezvous.
//
// Every rank counts up a number of its own. Rank 0 watches the numbers and publishes which rank stands still; the others read what it
// published, and know that rank 0 is gone when its store no longer answers. So all survivors name the same rank.
#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace algodistill {

using Store = c10::intrusive_ptr<c10d::Store>;
using Clock = std::chrono::steady_clock;
using Bytes = std::vector<uint8_t>;

// A text as the store keeps it.
inline Bytes bytes(const std::string& text) { return {text.begin(), text.end()}; }

class Watch {
 public:
  // `store` is a connection that nothing else uses; `patience` is how long a rank may stand still. Where a device's queue may hang without
  // the host's noticing, `fatal` ends the process when the end of the group has been known for as long and was not asked for.
  Watch(Store store, int rank, int size, std::chrono::milliseconds patience, bool fatal);
  ~Watch();

  // Throws why the group has ended, if it has.
  void check();

  // After a failure whose cause is not known: waits until it is, and throws it; returns when every rank lives.
  void explain();

  // Tells the others why this rank ends.
  void fail(const std::string& reason);

  // Says farewell. Rank 0 stays until the others have said it or heard of the end, because the store goes with it.
  void leave();

  // Whether the group has ended by a failure.
  bool ended();

 private:
  void run();
  void beat();
  void inspect();
  void conclude(const std::string& reason);
  void publish(const std::string& reason);
  int64_t count(const char* what, int rank) { return store_->add(key(what, rank), 0); }
  static std::string key(const char* what, int rank) { return std::string(what) + "/" + std::to_string(rank); }

  const Store store_;
  const int rank_, size_;
  const std::chrono::milliseconds patience_;
  const bool fatal_;
  std::mutex mutex_;                    // guards what follows
  std::condition_variable changed_;
  std::string end_;                     // why the group has ended; empty while it has not
  Clock::time_point answered_, doubted_, ended_at_;
  bool told_ = false, leaving_ = false;
  std::atomic<bool> suspicious_{false};
  std::atomic<int> dead_{0};            // ranks that rank 0 has found dead
  bool heard_ = false;                  // the thread's alone, as what follows
  std::vector<int64_t> beats_, still_;  // rank 0: the last number of each rank, and for how many of its own beats it stood still
  std::thread thread_;
};

} // namespace algodistill
