// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What a person sees while a training runs: one line for each epoch, which grows in place on a terminal. Elsewhere, and
// with NO_COLOR or TERM=dumb, there are no control codes.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <ogive/nn/trainer.hpp>

namespace mnist {

/// Output that is a terminal: its width in columns, and whether it may have colours.
struct terminal {
  bool is_one = false;
  bool has_colour = false;
  std::size_t width = 80;

  static terminal of_standard_output();
};

class progress_line {
 public:
  explicit progress_line(std::size_t epochs) : epochs_(epochs) {}

  /// After a batch; draws at most ten times a second, and only on a terminal.
  void grow(const ogive::nn::training_progress& at);
  /// After an epoch, with the loss and accuracy on the images that judge, if any do.
  void finish(const ogive::nn::training_progress& at, const std::optional<ogive::nn::loss_sum>& judged);

 private:
  [[nodiscard]] std::string text(const ogive::nn::training_progress& at, bool is_over) const;

  std::size_t epochs_;
  terminal screen_ = terminal::of_standard_output();
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace mnist
