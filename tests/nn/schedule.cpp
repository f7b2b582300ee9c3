// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Each schedule against PyTorch's, step for step, and what all of them have in common.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/nn/schedule.hpp>

#include "csv.hpp"
#include "messages.hpp"

namespace {

namespace nn = ogive::nn;

void follow(const char* name, const nn::rate_schedule& schedule) {
  static const std::vector<ogive::tests::table_row> rows = ogive::tests::read_table("schedules.csv");
  REQUIRE(rows.size() == 40);
  for (std::size_t step = 0; step != rows.size(); ++step) {
    CAPTURE(name, step);
    CHECK(schedule(step, rows.size()) == Approx(std::stod(rows[step].at(name))).epsilon(1e-12).margin(1e-15));
  }
}

}  // namespace

TEST_CASE("schedule: every one goes PyTorch's way", "[nn][schedule]") {
  follow("constant", nn::constant_rate{});
  follow("step", nn::step_decay{.every = 7, .factor = 0.5});
  follow("cosine", nn::cosine_decay{.last = 0.125});
  follow("cosine_warm_up", nn::cosine_decay{.warm_up = 0.15, .first = 0.25});
  follow("linear", nn::linear_decay{});
  follow("linear_warm_up", nn::linear_decay{.warm_up = 0.15, .first = 0.25, .last = 0.5});
  follow("one_cycle", nn::one_cycle{});
  follow("one_cycle_early", nn::one_cycle{.rise = 0.11, .first = 1.0 / 8, .last = 1.0 / 8 / 16});
}

TEST_CASE("schedule: a finite share of the rate for any length of training", "[nn][schedule]") {
  for (const double share : {0.0, 0.3, 0.999, 1.0}) {
    const std::vector<nn::rate_schedule> all{nn::constant_rate{}, nn::step_decay{}, nn::cosine_decay{.warm_up = share},
                                             nn::linear_decay{.warm_up = share}, nn::one_cycle{.rise = share}};
    for (std::size_t k = 0; k != all.size(); ++k) {
      for (std::uint64_t steps = 1; steps != 40; ++steps) {
        for (std::uint64_t step = 0; step != steps; ++step) {
          const double factor = all[k](step, steps);
          CAPTURE(share, k, steps, step, factor);
          CHECK((factor >= 0 && factor <= 1));
        }
      }
    }
  }
}

TEST_CASE("schedule: what cannot be is refused", "[nn][schedule]") {
  says(message_of([] { (void)nn::step_decay{.every = 0}(0, 10); }), {"ogive::nn::step_decay", "0 steps", "at least 1"});
  says(message_of([] { (void)nn::cosine_decay{.warm_up = 1.5}(0, 10); }),
       {"ogive::nn::cosine_decay", "share of 1.5", "pass 0 to 1"});
  says(message_of([] { (void)nn::linear_decay{.warm_up = std::nan("")}(0, 10); }),
       {"ogive::nn::linear_decay", "share of nan", "pass 0 to 1"});
  says(message_of([] { (void)nn::one_cycle{.rise = -1}(0, 10); }),
       {"ogive::nn::one_cycle", "share of -1", "pass 0 to 1"});
}
