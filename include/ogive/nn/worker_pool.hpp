// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A number of threads and a piece of work come in; every thread, the caller's among them, does its share,
// and the call returns when all have. Idle threads spin for some microseconds, then sleep.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

#include <ogive/base/error.hpp>

namespace ogive::nn {

/// Threads that wait for work: `worker_pool pool(2); pool.run([&](std::size_t worker) { … });`
///
/// A pool of 1 starts none and `run` is a plain call. More threads than processors work, but none of them spins.
/// Errors: a size of 0; std::system_error if the system gives no more threads. Not copied; one call of `run` at a time.
class worker_pool {
 public:
  explicit worker_pool(std::size_t size) : errors_(size) {
    if (size == 0) ogive::detail::fail("ogive::nn::worker_pool: 0 threads do no work; pass at least 1");
    if (size <= std::thread::hardware_concurrency()) spins_ = spins_before_sleep;
    try {
      for (std::size_t worker = 1; worker < size; ++worker) threads_.emplace_back([this, worker] { serve(worker); });
    } catch (...) {
      stop();
      throw;
    }
  }
  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;
  ~worker_pool() { stop(); }

  /// How many share the work, the caller included.
  [[nodiscard]] std::size_t size() const { return errors_.size(); }

  /// work(0), …, work(size − 1), each on its own thread, the first on the caller's. What they wrote is visible
  /// afterwards. An exception of one is thrown again here, when all have ended; of several that of the least number.
  template <class Work>
  void run(const Work& work) {
    if (size() == 1) return work(std::size_t{0});
    call_ = [](const void* context, std::size_t worker) { (*static_cast<const Work*>(context))(worker); };
    context_ = &work;
    busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    attempt(0);
    for (std::uint32_t busy = 0; (busy = busy_.load(std::memory_order_acquire)) != 0;) wait(busy_, busy);
    for (std::exception_ptr& error : errors_) {
      if (error) {
        const std::exception_ptr first = error;
        std::fill(errors_.begin(), errors_.end(), nullptr);
        std::rethrow_exception(first);
      }
    }
  }

 private:
  static constexpr int spins_before_sleep = 2000;  // some ten microseconds: what lies between two pieces of a step

  void attempt(std::size_t worker) {
    try {
      call_(context_, worker);
    } catch (...) {
      errors_[worker] = std::current_exception();
    }
  }

  void serve(std::size_t worker) {
    for (std::uint32_t seen = 0;; ++seen) {
      wait(round_, seen);
      if (stopping_.load(std::memory_order_relaxed)) return;
      attempt(worker);
      if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
    }
  }

  /// Returns when `value` may have changed from `old`; what its writer wrote before is then visible.
  void wait(const std::atomic<std::uint32_t>& value, std::uint32_t old) const {
    for (int i = 0; i != spins_; ++i) {
      if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#elif defined(__aarch64__)
      asm volatile("isb" ::: "memory");  // yield is no wait at all on most cores
#endif
    }
    value.wait(old, std::memory_order_acquire);
  }

  void stop() {
    stopping_.store(true, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void (*call_)(const void*, std::size_t) = nullptr;
  const void* context_ = nullptr;
  std::vector<std::exception_ptr> errors_;  // one for each worker
  std::vector<std::thread> threads_;        // workers 1, 2, …
  int spins_ = 0;
  std::atomic<bool> stopping_{false};
  // on lines of their own: a spinning thread must not disturb whoever reads the work
  alignas(64) std::atomic<std::uint32_t> round_{0};
  alignas(64) std::atomic<std::uint32_t> busy_{0};
};

}  // namespace ogive::nn
