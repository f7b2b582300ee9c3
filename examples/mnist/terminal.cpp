// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
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

std::vector<std::string> parts_of(const char* loss, const ogive::nn::loss_sum& sum) {
  return {format("%s %.4f", loss, sum.mean_loss()), format("accuracy %6.2f %%", 100 * sum.accuracy())};
}

}  // namespace

terminal terminal::of_standard_output() {
  terminal found;
  const char* const kind = std::getenv("TERM");
  const char* const plain = std::getenv("NO_COLOR");
  found.is_one = ::isatty(STDOUT_FILENO) != 0 && (kind == nullptr || std::string_view(kind) != "dumb") &&
                 (plain == nullptr || *plain == '\0');
  winsize size{};
  if (found.is_one && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) found.width = size.ws_col;
  return found;
}

std::string progress_line::text(const ogive::nn::training_progress& at, const std::vector<std::string>& parts) const {
  constexpr std::size_t longest = 30, shortest = 8;
  const std::size_t width = screen_.is_one ? screen_.width - 1 : 1000;
  std::string line = format("epoch %2zu/%zu ", at.epoch, epochs_);
  std::size_t used = line.size() + 3;
  for (const std::string& part : parts) used += part.size() + 2;
  if (const std::size_t size = used < width ? std::min(longest, width - used) : 0; size >= shortest) {
    const std::size_t filled = size * at.step / at.steps;
    const std::string bar = std::string(filled, '#') + std::string(size - filled, '.');
    line += screen_.is_one ? "[\033[36m" + bar + "\033[0m] " : "[" + bar + "] ";
    used = 0;
  }
  std::size_t column = line.size();
  for (std::size_t k = 0; k != parts.size(); ++k) {
    if (k != 0 && used >= width && column + 2 + parts[k].size() > width) {
      line += "\n    ";
      column = 4;
    } else if (k != 0) {
      line += "  ";
      column += 2;
    }
    line += parts[k];
    column += parts[k].size();
  }
  return line;
}

void progress_line::grow(const ogive::nn::training_progress& at) {
  if (!screen_.is_one) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  std::vector<std::string> parts = parts_of("loss", at.sum);
  if (at.step != 0) {
    const double left = at.seconds / static_cast<double>(at.step) *
                        static_cast<double>(at.steps - at.step + (epochs_ - at.epoch) * at.steps);
    parts.push_back(format("%.0f/s", static_cast<double>(at.sum.rows) / at.seconds));
    parts.push_back(duration(left) + " left");
  }
  std::string line = text(at, parts);
  line.resize(std::min(line.size(), line.find('\n')));  // one line, or it could not be drawn over
  if (line.find('\033') == std::string::npos) line.resize(std::min(line.size(), screen_.width - 1));
  std::printf("\r%s\033[K", line.c_str());
  std::fflush(stdout);
}

void progress_line::finish(const ogive::nn::training_progress& at, const std::optional<ogive::nn::loss_sum>& judged) {
  std::vector<std::string> parts = parts_of("loss", at.sum);
  if (judged) std::ranges::move(parts_of("validation loss", *judged), std::back_inserter(parts));
  parts.push_back(format("%.3f s", at.seconds));
  if (screen_.is_one) std::printf("\r\033[K");
  std::printf("%s\n", text(at, parts).c_str());
  std::fflush(stdout);
}

}  // namespace mnist
