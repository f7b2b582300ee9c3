// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What a person sees while a training runs: one line for each epoch, which grows in place on a terminal. Elsewhere, and
// with NO_COLOR or TERM=dumb, there are no control codes.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <ogive/nn/trainer.hpp>

namespace mnist {

/// Output that is a terminal with control codes, and its width in columns.
struct terminal {
  bool is_one = false;
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
  /// Front, bar as there is room for it, and the parts, on further lines if they are too long for one.
  [[nodiscard]] std::string text(const ogive::nn::training_progress& at, const std::vector<std::string>& parts) const;

  std::size_t epochs_;
  terminal screen_ = terminal::of_standard_output();
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace mnist
