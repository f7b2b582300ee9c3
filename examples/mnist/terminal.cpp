// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace mnist {
namespace {

template <class... Values>
std::string format(const char* how, Values... values) {
  char text[128];
  const int length = std::snprintf(text, sizeof text, how, values...);
  return {text, static_cast<std::size_t>(length)};
}

std::string duration(double seconds) {
  const auto whole = static_cast<unsigned long>(seconds + 0.5);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return format("%lu:%02lu min", whole / 60, whole % 60);
  return format("%lu:%02lu h", whole / 3600, whole / 60 % 60);
}

}  // namespace

terminal terminal::of_standard_output() {
  terminal found;
  const char* const kind = std::getenv("TERM");
  found.is_one = ::isatty(STDOUT_FILENO) != 0 && (kind == nullptr || std::string_view(kind) != "dumb");
  const char* const plain = std::getenv("NO_COLOR");
  found.has_colour = found.is_one && (plain == nullptr || *plain == '\0');
  winsize size{};
  if (found.is_one && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) found.width = size.ws_col;
  return found;
}

std::string progress_line::text(const ogive::nn::training_progress& at, bool is_over) const {
  std::string front = format("epoch %2zu/%zu ", at.epoch, epochs_);
  std::string figures = format("loss %.4f  accuracy %6.2f %%", at.sum.mean_loss(), 100 * at.sum.accuracy());
  if (!is_over && at.step != 0) {
    const double left = at.seconds / static_cast<double>(at.step) *
                        static_cast<double>(at.steps - at.step + (epochs_ - at.epoch) * at.steps);
    figures += format("  %.0f/s  ", static_cast<double>(at.sum.rows) / at.seconds) + duration(left) + " left";
  }
  constexpr std::size_t longest = 30, shortest = 8;
  const std::size_t used = front.size() + figures.size() + 4;
  const std::size_t room = !screen_.is_one ? longest : used < screen_.width ? screen_.width - used : 0;
  if (room < shortest) return (front + figures).substr(0, screen_.is_one ? screen_.width - 1 : std::string::npos);
  const std::size_t size = std::min(longest, room), filled = size * at.step / at.steps;
  const std::string bar = std::string(filled, '#') + std::string(size - filled, '.');
  return front + (screen_.has_colour ? "[\033[36m" + bar + "\033[0m] " : "[" + bar + "] ") + figures;
}

void progress_line::grow(const ogive::nn::training_progress& at) {
  if (!screen_.is_one) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  std::printf("\r%s\033[K", text(at, false).c_str());
  std::fflush(stdout);
}

void progress_line::finish(const ogive::nn::training_progress& at, const std::optional<ogive::nn::loss_sum>& judged) {
  if (screen_.is_one) std::printf("\r");
  std::printf("%s", text(at, true).c_str());
  if (judged) std::printf("  validation loss %.4f  accuracy %6.2f %%", judged->mean_loss(), 100 * judged->accuracy());
  std::printf("  %.3f s%s\n", at.seconds, screen_.is_one ? "\033[K" : "");
  std::fflush(stdout);
}

}  // namespace mnist
