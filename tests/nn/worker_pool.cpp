// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The pool of threads: each worker is called once, what they write is seen, and an exception comes back to the caller.
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/nn/worker_pool.hpp>

#include "messages.hpp"

namespace nn = ogive::nn;

TEST_CASE("worker_pool: every worker has its turn in every round", "[nn][threads]") {
  for (const std::size_t size : {1U, 2U, 3U, 9U}) {
    CAPTURE(size);
    nn::worker_pool pool(size);
    REQUIRE(pool.size() == size);
    std::vector<int> calls(size);
    std::vector<std::size_t> sums(size);
    for (int round = 0; round != 500; ++round) {
      pool.run([&](std::size_t worker) { ++calls[worker]; });
      // what one round wrote, every worker of the next sees
      pool.run([&](std::size_t worker) {
        sums[worker] += static_cast<std::size_t>(std::accumulate(calls.begin(), calls.end(), 0));
      });
    }
    for (std::size_t worker = 0; worker != size; ++worker) {
      CHECK(calls[worker] == 500);
      CHECK(sums[worker] == size * 500 * 501 / 2);
    }
  }
}

TEST_CASE("worker_pool: an exception reaches the caller, the others' work is done, and the pool goes on",
          "[nn][threads]") {
  nn::worker_pool pool(3);
  for (int round = 0; round != 20; ++round) {
    std::vector<int> done(3);
    const auto work = [&](std::size_t worker) {
      if (worker != 1) throw std::runtime_error("worker " + std::to_string(worker));
      done[worker] = 1;
    };
    CHECK_THROWS_WITH(pool.run(work), "worker 0");
    CHECK(done[1] == 1);
    CHECK_NOTHROW(pool.run([](std::size_t) {}));
  }
}

TEST_CASE("worker_pool: a pool of no threads is refused", "[nn][threads]") {
  says(message_of([] { nn::worker_pool pool(0); }), {"ogive::nn::worker_pool", "0 threads"});
}
