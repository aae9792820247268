# Functions that init and the scripts in run/ share.

# Tells the host how far we have come.
mark() {
    echo "vwgpu: mark $1 $(cut -d' ' -f1 /proc/uptime)" > /dev/console
}

# Tells the host that this is as far as we come.
fail() {
    echo "vwgpu: failed $*" > /dev/console
    poweroff -f
}

# Waits up to ten seconds for a file.
wait_for() {
    tries=0
    until [ -e "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}

# The value of NAME=VALUE on the kernel command line.
kernel_word() {
    for word in $(cat /proc/cmdline); do
        case $word in "$1="*) echo "${word#*=}" ;; esac
    done
}

# Takes the text console off the framebuffer, so that no late damage of it is drawn over our picture.
unbind_console() {
    for console in /sys/class/vtconsole/vtcon*; do
        if grep -q 'frame buffer' "$console/name"; then echo 0 > "$console/bind"; fi
    done
}

# The id of the first connected output.
connector() {
    modetest -M virtio_gpu -c | awk '$3 == "connected" { print $1; exit }'
}

# Shows the SMPTE bars on a plain KMS framebuffer of 1024x768 for as long as the machine runs, with further
# modetest options as arguments. modetest ends at the end of its input, hence the sleep.
show_bars() {
    unbind_console
    output=$(connector)
    [ -n "$output" ] || fail "no output is connected"
    mark bars
    # Its stdout stays the console: a pipe would be buffered, and the host waits for 'setting mode'.
    sleep 100000 | modetest -M virtio_gpu -s "$output:1024x768" -F smpte "$@"
    fail "modetest has ended"
}

# Draws the banner on the text console. Nothing here may depend on time, kernel version or device: two guests
# on two devices must show the same picture.
banner() {
    {
        printf '\033[?25l\033[2J\033[H\n'
        printf '  \033[1;37mvhost-wgpu\033[0m test guest: \033[32mtext on a virtual GPU\033[0m\n\n'
        printf '  The quick brown fox jumps over the lazy dog. 0123456789 !"#$%%&()*+,-./:;<=>?@\n\n'
        for attribute in 0 1; do
            printf '  '
            for colour in 0 1 2 3 4 5 6 7; do
                printf '\033[%s;3%s;40m colour %s \033[0m ' $attribute $colour $colour
            done
            printf '\n'
        done
        printf '\n  '
        for colour in 0 1 2 3 4 5 6 7; do printf '\033[4%sm          \033[0m' $colour; done
        printf '\n  '
        for colour in 0 1 2 3 4 5 6 7; do printf '\033[4%sm          \033[0m' $colour; done
        printf '\n\n'
    } > /dev/tty0
}
