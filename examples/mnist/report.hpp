// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A training, or a sweep of many, comes in; a page that shows it goes out: one file that needs no network.
#pragma once

#include <string>
#include <vector>

#include "mnist/judgement.hpp"
#include "mnist/settings.hpp"
#include "mnist/statistics.hpp"
#include "mnist/training.hpp"

namespace mnist {

/// Curves, confusions, the worst mistakes, activations, learned parameters, gradient flow, options and times of a
/// training. Replaces the file whole. Errors: `data_error` with the system's words.
void write_report(const std::string& file, const settings& chosen, const outcome& trained, const images& judged,
                  double loading_seconds);

/// An activation of a sweep, over its seeds.
struct sweep_row {
  std::string activation{};
  std::size_t runs = 0, diverged = 0;
  interval accuracy{}, seconds{};  ///< accuracy in per cent
  double dead = 0, saturated = 0;  ///< shares, means over the hidden layers
};

/// The best first.
void write_sweep_report(const std::string& file, const settings& chosen, const std::vector<sweep_row>& rows);

}  // namespace mnist
