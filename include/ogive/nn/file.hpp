// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A file comes in, its bytes go out; bytes come in, and a file holds all of them or what it held before.
// What the system refuses, and what a reader finds wrong, becomes one clear error.
#pragma once

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogive::nn {

/// Data that cannot be used: the message names the file, the offset, what was expected and what was found.
class data_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {

[[noreturn]] inline void refuse(const std::string& file, std::size_t offset, const std::string& what,
                                const std::string& expected, const std::string& found) {
  throw data_error(file + ": " + what + " at offset " + std::to_string(offset) + ": expected " + expected + ", found " +
                   found);
}

[[noreturn]] inline void refuse_by_system(const std::string& file, int error) {
  throw data_error(file + ": cannot be read: " + std::strerror(error));
}

inline std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    std::array<char, 4> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", unsigned{byte});
    if (!text.empty()) text += ' ';
    text += digits.data();
  }
  return text.empty() ? "nothing" : text;
}

/// An open file that is closed with its scope.
struct open_file {
  int descriptor;

  explicit open_file(int opened) : descriptor(opened) {}
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  ~open_file() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

/// The bytes of a regular file. Directories, pipes and whatever else has no size are refused with the system's words.
inline std::vector<std::uint8_t> read_bytes(const std::string& file) {
  const open_file in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // nonblocking: a pipe must not hang us
  if (in.descriptor < 0) refuse_by_system(file, errno);
  struct stat status {};
  if (::fstat(in.descriptor, &status) != 0) refuse_by_system(file, errno);
  if (S_ISDIR(status.st_mode)) refuse_by_system(file, EISDIR);
  if (!S_ISREG(status.st_mode)) refuse_by_system(file, ESPIPE);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(in.descriptor, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_by_system(file, errno);
    if (got == 0) break;  // it shrank while we read: the caller reports what is missing
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

/// The folder of a file, as the system wants it.
inline std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : file.substr(0, slash);
}

[[noreturn]] inline void refuse_to_write(const std::string& file, int error) {
  throw data_error(file + ": cannot be written: " + std::strerror(error) +
                   (error == ENOSPC ? "; what was there before is kept: make room and try again"
                                    : "; what was there before is kept"));
}

/// Writes all pieces, or says why not.
inline void write_bytes(const open_file& to, const std::string& file,
                        std::span<const std::span<const std::uint8_t>> pieces) {
  for (std::span<const std::uint8_t> rest : pieces) {
    while (!rest.empty()) {
      const ssize_t done = ::write(to.descriptor, rest.data(), rest.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) refuse_to_write(file, errno);
      rest = rest.subspan(static_cast<std::size_t>(done));
    }
  }
}

}  // namespace detail

/// Whether a file could be put there, before work is done that ends in it. Errors (`data_error`): what the system says.
inline void require_writable(const std::string& file) {
  std::string part = file + ".part-XXXXXX";
  const detail::open_file to(::mkstemp(part.data()));
  if (to.descriptor < 0) detail::refuse_to_write(file, errno);
  (void)::unlink(part.c_str());
}

/// Puts the pieces, one behind the other, in the place of `file`: after a crash at any moment the file holds all of
/// them or is what it was.
///
/// They are written under another name in the same folder, which then takes the place. Errors (`data_error`): what the
/// system says; nothing is left behind then.
inline void replace_file(const std::string& file, std::span<const std::span<const std::uint8_t>> pieces) {
  std::string part = file + ".part-XXXXXX";
  const detail::open_file to(::mkstemp(part.data()));
  if (to.descriptor < 0) detail::refuse_to_write(file, errno);
  try {
    detail::write_bytes(to, file, pieces);
    struct stat before {};
    const mode_t mode = ::stat(file.c_str(), &before) == 0 ? before.st_mode & 07777U : 0644U;
    if (::fchmod(to.descriptor, mode) != 0 || ::fsync(to.descriptor) != 0 ||
        ::rename(part.c_str(), file.c_str()) != 0) {
      detail::refuse_to_write(file, errno);
    }
  } catch (...) {
    (void)::unlink(part.c_str());
    throw;
  }
  // the name, too, must outlive a crash
  const detail::open_file folder(::open(detail::folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.descriptor < 0 || ::fsync(folder.descriptor) != 0) {
    throw data_error(file + ": is written, but its folder cannot be flushed: " + std::strerror(errno) +
                     "; after a crash the file may be what it was before");
  }
}

/// The same with text, or bytes in a string.
inline void replace_file(const std::string& file, std::string_view content) {
  const std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(content.data()), content.size()};
  replace_file(file, std::span(&bytes, 1));
}

}  // namespace ogive::nn
