// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What a sweep has found so far, in a file: a line for each finished task, written and synchronised at once. A line
// that was cut off by a crash has no end and is dropped, so that its task runs again.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include "sweep/sweep.hpp"

namespace ogive::sweep {

/// Of the program that runs, so that what another one found is not taken for what this one finds.
inline std::string fingerprint() {
  std::ifstream self("/proc/self/exe", std::ios::binary);
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto c = std::istreambuf_iterator<char>(self); c != std::istreambuf_iterator<char>(); ++c)
    hash = (hash ^ static_cast<unsigned char>(*c)) * 0x100000001b3;
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

/// The findings of each task by its name.
class journal {
 public:
  /// Opens the file; `head` says what is swept: a journal of anything else is begun anew.
  journal(const std::string& path, const std::string& head, bool resume) {
    resume = resume && read(path, head);
    file_ = std::fopen(path.c_str(), resume ? "a" : "w");
    if (file_ == nullptr) throw std::runtime_error("cannot write " + path + ": " + std::strerror(errno));
    if (std::ftell(file_) == 0) put(head + "\n");
  }
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;
  ~journal() { std::fclose(file_); }

  [[nodiscard]] bool has(const std::string& task) const { return findings_.contains(task); }
  [[nodiscard]] const std::vector<finding>& of(const std::string& task) const { return findings_.at(task); }

  void add(const std::string& task, const std::vector<finding>& found) {
    std::ostringstream line;
    line.precision(17);
    line << task;
    for (const finding& f : found)
      line << '\t' << f.worst << ' ' << f.x << ' ' << f.y << ' ' << f.plain << ' ' << f.plain_x << ' ' << f.first << ' '
           << f.last << ' ' << f.points << ' ' << f.over << ' ' << f.near_zero;
    put(line.str() + "\n");
    findings_[task] = found;
  }

 private:
  std::FILE* file_ = nullptr;
  std::map<std::string, std::vector<finding>> findings_;

  void put(const std::string& text) {
    if (std::fputs(text.c_str(), file_) < 0 || std::fflush(file_) != 0 || fdatasync(fileno(file_)) != 0)
      throw std::runtime_error(std::string("cannot write the journal: ") + std::strerror(errno));
  }

  /// Is it a journal of that head? Then its whole lines are kept.
  bool read(const std::string& path, const std::string& head) {
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t whole = text.rfind('\n') + 1;  // 0 if there is no line
    std::istringstream lines(text.substr(0, whole));
    std::string line;
    if (!std::getline(lines, line) || line != head) return false;
    std::filesystem::resize_file(path, whole);
    while (std::getline(lines, line)) {
      std::istringstream cells(line);
      std::string task, cell;
      std::getline(cells, task, '\t');
      std::vector<finding> found;
      while (std::getline(cells, cell, '\t')) {
        finding f;
        const char* at = cell.c_str();
        char* end = nullptr;
        for (double* v : {&f.worst, &f.x, &f.y, &f.plain, &f.plain_x, &f.first, &f.last})
          *v = std::strtod(at, &end), at = end;
        for (std::uint64_t* v : {&f.points, &f.over, &f.near_zero}) *v = std::strtoull(at, &end, 10), at = end;
        found.push_back(f);
      }
      findings_[task] = found;
    }
    return true;
  }
};

}  // namespace ogive::sweep
