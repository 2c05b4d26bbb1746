# Reads messages from standard input, one in base64 on each line, and answers each with a line of JSON. The argument names
# the reader: Email::MIME, or MIME::Parser of MIME-tools (Debian: libemail-mime-perl libmime-tools-perl).
use strict; use warnings;
use Encode ();
use JSON::PP;
use MIME::Base64 qw(decode_base64 encode_base64);

binmode STDIN; binmode STDOUT; $| = 1;
$SIG{__WARN__} = sub { };  # what it thinks of a message is not asked
my %READERS = ('Email::MIME' => \&email_mime, 'MIME::Parser' => \&mime_parser);
my $read = $READERS{$ARGV[0]} or die "no such reader: $ARGV[0]\n";
eval "require $ARGV[0]; 1" or die "absent: $@";

my $json = JSON::PP->new->ascii;
while (my $line = <STDIN>) {
    my $mail = eval { $read->(decode_base64($line)) } || { refused => "$@" };
    print $json->encode($mail), "\n";
}

sub email_mime {
    my ($octets) = @_;
    my $mail = Email::MIME->new($octets);
    my @parts;
    $mail->walk_parts(sub { push @parts, $_[0] unless $_[0]->subparts });
    return {
        subject => scalar $mail->header_str('Subject'),
        (map { ($_ => email_mime_mailboxes($mail, $_)) } qw(From To Cc Reply-To)),
        leaves => [map { email_mime_leaf($_) } @parts],
    };
}

sub email_mime_mailboxes {
    my ($mail, $field) = @_;
    return [map { [$_->phrase // '', $_->address // ''] } map { $_->addresses } scalar $mail->header_as_obj($field)];
}

sub email_mime_leaf {
    my ($part) = @_;
    my $type = Email::MIME::ContentType::parse_content_type($part->content_type_raw);
    my $disposition = $part->header_raw('Content-Disposition');
    return {
        media_type => lc "$type->{type}/$type->{subtype}",
        filename => scalar $part->filename,
        disposition => defined $disposition ? Email::MIME::ContentType::parse_content_disposition($disposition)->{type} : undef,
        content_id => scalar $part->header_raw('Content-ID'),
        charset => $type->{attributes}{charset},
        octets => encode_base64($part->body, ''),
    };
}

sub mime_parser {
    my ($octets) = @_;
    my $parser = MIME::Parser->new;
    $parser->output_to_core(1);
    $parser->tmp_to_core(1);
    $parser->use_inner_files(0);
    $parser->extract_nested_messages(0);
    my $mail = $parser->parse_data($octets);
    my @parts = grep { !$_->parts } $mail->parts_DFS;
    return { subject => mime_parser_text($mail->head, 'Subject'), leaves => [map { mime_parser_leaf($_) } @parts] };
}

sub mime_parser_text {
    my ($head, $field) = @_;
    my $written = $head->get($field, 0) // return undef;
    $written =~ s/\r?\n//g;
    return join '', map { decoded($_->[0], $_->[1] // 'iso-8859-1') } MIME::Words::decode_mimewords($written);
}

sub decoded {
    my ($octets, $charset) = @_;
    return eval { Encode::decode($charset, $octets) } // Encode::decode('iso-8859-1', $octets);
}

sub mime_parser_leaf {
    my ($part) = @_;
    my ($head, $body) = ($part->head, $part->bodyhandle);
    my $content_id = $head->get('Content-ID', 0);
    $content_id =~ s/\s+\z// if defined $content_id;
    return {
        media_type => $head->mime_type,
        filename => scalar $head->recommended_filename,
        disposition => scalar($head->mime_attr('content-disposition')) || undef,
        content_id => $content_id,
        charset => scalar $head->mime_attr('content-type.charset'),
        octets => defined $body ? encode_base64($body->as_string, '') : undef,
    };
}
